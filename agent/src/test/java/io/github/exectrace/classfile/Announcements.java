package io.github.exectrace.classfile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;

/** What the rewritten classes of {@link CallWrapperTest} call. */
public final class Announcements {
  static final List<String> HEARD = new ArrayList<>();

  private Announcements() {}

  public static ObjIntConsumer<Throwable> begin(byte[] bytes, int number) {
    HEARD.add("begin " + bytes.length + " " + number);
    return (failure, result) ->
        HEARD.add(failure == null ? "end " + result : "fail " + failure.getMessage());
  }

  public static void end(ObjIntConsumer<Throwable> pending, int result) {
    pending.accept(null, result);
  }

  public static void fail(ObjIntConsumer<Throwable> pending, Throwable failure) {
    pending.accept(failure, -1);
  }
}
