package org.openjdk.jmc.ui.column;

public interface IColumn {
  String getId();

  String getName();
}
