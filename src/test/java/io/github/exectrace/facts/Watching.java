package io.github.exectrace.facts;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test that asks for one a {@link Watch} that has seen nothing yet. A class shares one,
 * because opening a tracer takes a good part of a second.
 */
final class Watching implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Watch.class;
  }

  @Override
  public Watch resolveParameter(ParameterContext parameter, ExtensionContext test) {
    // Stored with the class; JUnit closes it after the last test of that.
    var watch =
        test.getParent()
            .orElseThrow()
            .getStore(Namespace.create(Watching.class))
            .getOrComputeIfAbsent(Watch.class, ignored -> open(), Watch.class);
    watch.forget();
    return watch;
  }

  private static Watch open() {
    try {
      return Watch.open(Watch.options());
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }
}
