package org.openjdk.jmc.ui.column;

public interface IColumn {
  String getName();
}
