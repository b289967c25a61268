package org.openjdk.jmc.ui.column;

import java.util.List;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.IWritableState;

public class TableSettings {
  public TableSettings(String string, List<TableSettings.ColumnSettings> list) {
    throw new UnsupportedOperationException();
  }

  public TableSettings(IState state) {
    throw new UnsupportedOperationException();
  }

  public void saveState(IWritableState writableState) {
    throw new UnsupportedOperationException();
  }

  public static class ColumnSettings {
    public ColumnSettings(String string, Boolean flag, Integer integer, Boolean flag2) {
      throw new UnsupportedOperationException();
    }
  }
}
