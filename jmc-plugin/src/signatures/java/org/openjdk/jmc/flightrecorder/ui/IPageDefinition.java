package org.openjdk.jmc.flightrecorder.ui;

public interface IPageDefinition {
  String getName();
}
