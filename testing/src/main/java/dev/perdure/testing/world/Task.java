package dev.perdure.testing.world;

/** Something that could happen next. Its texts are made only where somebody reads them. */
interface Task {
  /** Who would act, the same text for the same actor in the whole run. */
  String actor();

  /** What would happen. */
  String label();

  /** Lets it happen. */
  void run();
}
