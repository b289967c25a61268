package io.github.exectrace.classfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rewritten classes are loaded, and so verified by the JVM, and do what they did. */
class CallWrapperTest {
  @BeforeEach
  void nothingHasBeenHeard() {
    Announcements.HEARD.clear();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Shapes.Straight.class,
        Shapes.Branches.class,
        Shapes.LoopsAndSwitches.class,
        Shapes.Handlers.class
      })
  void theCallIsAnnouncedAndTheMethodDoesWhatItDid(Class<? extends Shapes.Called> shape)
      throws Exception {
    var original = shape.getConstructor().newInstance();
    var rewritten = load(shape);
    for (int number : new int[] {0, 1, 2, 4, 6, 100}) {
      Announcements.HEARD.clear();
      assertThat(rewritten.applyAsInt(number)).isEqualTo(original.applyAsInt(number));
      assertThat(Announcements.HEARD).containsExactly("begin 3 " + number, "end " + number);
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Shapes.Straight.class,
        Shapes.Branches.class,
        Shapes.LoopsAndSwitches.class,
        Shapes.Handlers.class
      })
  void whatTheCallThrowsIsAnnouncedAndHasTheSameStack(Class<? extends Shapes.Called> shape)
      throws Exception {
    var original = shape.getConstructor().newInstance();
    var rewritten = load(shape);

    var before = catchThrowable(() -> original.applyAsInt(-1));
    var after = catchThrowable(() -> rewritten.applyAsInt(-1));

    assertThat(after).hasMessage(before.getMessage()).hasMessage("refused -1");
    assertThat(innermost(after)).isEqualTo(innermost(before));
    assertThat(Announcements.HEARD).containsExactly("begin 3 -1", "fail refused -1");
  }

  /** The frames of the class and of what it calls, with their lines. */
  private static String innermost(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .limit(2)
        .map(frame -> frame.getClassName() + "." + frame.getMethodName() + frame.getLineNumber())
        .toList()
        .toString();
  }

  @Test
  void alsoInAConstructor() throws Exception {
    assertThat(load(Shapes.InConstructor.class).applyAsInt(0)).isEqualTo(7);
    assertThat(Announcements.HEARD).containsExactly("begin 3 7", "end 7");
  }

  @Test
  void aCallWithinATryBlockIsLeftAlone() {
    assertRefused(Shapes.Around.class, "within a try block");
  }

  @Test
  void aClassWithoutTheCallOrWithSeveralIsLeftAlone() {
    assertRefused(Shapes.Twice.class, "in 2 places");
    assertRefused(Shapes.Called.class, "in 0 places");
  }

  /** What is cut off behind the methods is not looked at. */
  @Test
  void aDamagedClassFileIsRefusedIfAnythingIsThrown() throws IOException {
    byte[] whole = bytes(Shapes.Branches.class);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      var failure = catchThrowable(() -> wrapper(Shapes.Branches.class).rewrite(cut));
      if (failure != null || length < whole.length / 2) {
        assertThat(failure).as("%d", length).isInstanceOf(UnknownShapeException.class);
      }
    }
  }

  @Test
  void anArgumentOfTwoVariablesIsNotProvidedFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CallWrapper("A", "b", "(J)I", "C", "D"))
        .withMessageContaining("(J)I");
  }

  private static void assertRefused(Class<?> shape, String why) {
    assertThatExceptionOfType(UnknownShapeException.class)
        .isThrownBy(() -> wrapper(shape).rewrite(bytes(shape)))
        .withMessageContaining(why);
  }

  private static CallWrapper wrapper(Class<?> shape) {
    return new CallWrapper(
        shape.getName().replace('.', '/'),
        "call",
        "([BIZLjava/lang/Object;)I",
        Announcements.class.getName().replace('.', '/'),
        "java/util/function/ObjIntConsumer",
        0,
        1);
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (var in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }

  private static IntUnaryOperator load(Class<?> shape) throws Exception {
    byte[] rewritten = wrapper(shape).rewrite(bytes(shape));
    var type = new Rewritten(rewritten).define(shape.getName());
    return (IntUnaryOperator) type.getConstructor().newInstance();
  }

  /** Holds one class, all others are its parent's. */
  private static final class Rewritten extends ClassLoader {
    private final byte[] classFile;

    Rewritten(byte[] classFile) {
      super(CallWrapperTest.class.getClassLoader());
      this.classFile = classFile;
    }

    Class<?> define(String name) {
      return defineClass(name, classFile, 0, classFile.length);
    }
  }
}
