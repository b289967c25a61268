package io.github.exectrace.classfile;

import java.util.ArrayList;
import java.util.function.IntUnaryOperator;

/** Classes that each call a method once, in the midst of all that methods are made of. */
public final class Shapes {
  private Shapes() {}

  /** What is called: its second argument comes back, and a negative one is refused. */
  public abstract static class Called implements IntUnaryOperator {
    protected int call(byte[] bytes, int number, boolean flag, Object other) {
      if (number < 0) {
        throw new IllegalStateException("refused " + number);
      }
      return number;
    }
  }

  /** In a constructor, behind that of the parent, as in the JDK. */
  public static final class InConstructor extends Called {
    private final int result;

    public InConstructor() {
      result = call(new byte[3], 7, true, "other");
    }

    @Override
    public int applyAsInt(int number) {
      return result;
    }
  }

  /** Without any branch, so that there is no stack map yet. */
  public static final class Straight extends Called {
    @Override
    public int applyAsInt(int number) {
      return call(new byte[3], number, true, "other");
    }
  }

  /** Branches from before to behind, and to the call itself, with values below on the stack. */
  public static final class Branches extends Called {
    @Override
    public int applyAsInt(int number) {
      long wide = number;
      double wider = number;
      if (number == 1000) {
        return 1000;
      }
      int found = (int) wide * call(new byte[3], number, number > 5, number > 3 ? "a" : 'b');
      return found > 4 ? (int) (found / wider) : found + 1000;
    }
  }

  /** Backwards, over both kinds of switches. */
  public static final class LoopsAndSwitches extends Called {
    @Override
    public int applyAsInt(int number) {
      int sum = 0;
      for (int i = 0; i < 10; i++) {
        sum +=
            switch (i) {
              case 0 -> 1;
              case 1 -> call(new byte[3], number, i > 5, new ArrayList<>(i + 1));
              case 2 -> 3;
              default -> 4;
            };
        switch (sum) {
          case 1, 100, 10_000 -> sum++;
          case 1_000_000 -> throw new IllegalStateException("too much");
          default -> {}
        }
      }
      return sum;
    }
  }

  /** Handlers before and behind, but not around it; a synchronized block, too. */
  public static final class Handlers extends Called {
    @Override
    public int applyAsInt(int number) {
      int before;
      try {
        before = Integer.parseInt("x" + number);
      } catch (NumberFormatException expected) {
        before = 1;
      }
      int found = call(new byte[3], number, false, null);
      synchronized (this) {
        before += found;
      }
      try {
        return before / (found - 1);
      } catch (ArithmeticException expected) {
        return -1;
      } finally {
        before++;
      }
    }
  }

  /** Within the reach of a handler that would have to catch what is thrown on. */
  public static final class Around extends Called {
    @Override
    public int applyAsInt(int number) {
      try {
        return call(new byte[3], number, false, null);
      } catch (IllegalStateException refused) {
        return 0;
      }
    }
  }

  /** Two of them. */
  public static final class Twice extends Called {
    @Override
    public int applyAsInt(int number) {
      return call(new byte[3], number, false, null) + call(new byte[3], number, true, null);
    }
  }
}
