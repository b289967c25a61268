package io.github.exectrace.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the chunks of a file, also behind one that is damaged or unfinished. Used once. */
final class ChunkFinder {
  private static final int GZIP = 0x1f8b;

  /**
   * So far a chunk is looked for behind a damaged one: they are of 12 MB, unless configured
   * otherwise.
   */
  private static final long FARTHEST = 1L << 28;

  private static final int PIECE = 1 << 16;
  private static final int MOST_DAMAGE = 5;

  private final Path file;
  private final FileBytes bytes;
  private final List<Chunk> readable = new ArrayList<>();
  private final Set<String> damage = new LinkedHashSet<>();
  private long offset;

  ChunkFinder(Path file, FileBytes bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  Chunks find() throws IOException {
    checkBegin();
    while (offset < bytes.size()) {
      long next = isChunk(offset) ? take() : skip();
      offset = Math.max(next, offset + 1);
    }
    return new Chunks(file, List.copyOf(readable), bytes.size(), String.join("; ", damage));
  }

  private void checkBegin() throws IOException {
    var begin = bytes.at(0, ChunkHeader.BYTES);
    if (begin.limit() >= Short.BYTES && Short.toUnsignedInt(begin.getShort(0)) == GZIP) {
      throw new IOException(file + " is compressed; unpack it first: gunzip -k " + file);
    }
    if (!ChunkHeader.begins(begin)) {
      throw new IOException(
          file + " is no recording of JDK Flight Recorder: it does not begin with FLR");
    }
    if (begin.limit() == ChunkHeader.BYTES && !ChunkHeader.read(bytes, 0).isVersionKnown()) {
      throw new IOException(
          file + " is a recording of a version that is not known, or its begin is damaged");
    }
  }

  private boolean isChunk(long at) throws IOException {
    var begin = bytes.at(at, ChunkHeader.BYTES);
    return begin.limit() == ChunkHeader.BYTES
        && ChunkHeader.begins(begin)
        && ChunkHeader.read(bytes, at).isSane();
  }

  /** Takes what can be read of the chunk that begins here; returns where to go on. */
  private long take() throws IOException {
    var header = ChunkHeader.read(bytes, offset);
    long room = bytes.size() - offset;
    boolean fits = header.bytes() >= ChunkHeader.BYTES && header.bytes() <= room;
    if (fits && ChunkWalk.over(bytes, offset, header.bytes()).confirms(header)) {
      takeConfirmed(header);
      return afterConfirmed(header);
    }
    long next = nextChunk(offset + ChunkHeader.BYTES);
    long limit = fits ? Math.min(header.bytes(), next - offset) : next - offset;
    var flush = ChunkWalk.over(bytes, offset, limit).lastFlush();
    flush.ifPresent(point -> readable.add(new Chunk(offset, header, point, false)));
    damaged(
        header.isFinished()
            ? cutAt(offset + flush.map(ChunkWalk.Point::end).orElse(0L))
            : unfinished());
    long end = offset + header.bytes();
    return next == bytes.size() && fits && isChunk(end) ? end : next;
  }

  private void takeConfirmed(ChunkHeader header) {
    var end =
        new ChunkWalk.Point(
            header.bytes(), header.constantsAt(), header.metadataAt(), ticksAtEnd(header));
    readable.add(new Chunk(offset, header, end, header.isFinished()));
    if (!header.isFinished()) {
      damaged(unfinished());
    }
  }

  private static long ticksAtEnd(ChunkHeader header) {
    return header.startTicks() + (long) (header.durationNanos() / 1e9 * header.ticksPerSecond());
  }

  /**
   * Behind an unfinished chunk comes what its JVM wrote after it last brought the header up to
   * date.
   */
  private long afterConfirmed(ChunkHeader header) throws IOException {
    long next = offset + header.bytes();
    return header.isFinished() || continues(next) ? next : nextChunk(next);
  }

  private boolean continues(long at) throws IOException {
    return at == bytes.size() || isChunk(at);
  }

  private long skip() throws IOException {
    damaged(cutAt(offset));
    return nextChunk(offset + 1);
  }

  /** Where the next chunk begins; the end of the file if there is none. */
  private long nextChunk(long from) throws IOException {
    long end = Math.min(bytes.size(), from + FARTHEST);
    for (long at = from; at < end; at += PIECE) {
      var piece = bytes.at(at, PIECE + Integer.BYTES - 1);
      for (int i = 0; i + Integer.BYTES <= piece.limit(); i++) {
        if (piece.getInt(i) == ChunkHeader.MAGIC && isChunk(at + i)) {
          return at + i;
        }
      }
    }
    return bytes.size();
  }

  /** The first few are enough. */
  private void damaged(String how) {
    if (damage.size() < MOST_DAMAGE) {
      damage.add(how);
    }
  }

  private static String unfinished() {
    return "it is cut off: its JVM was killed or still runs, and what came after it last wrote to"
        + " the file, which it does about once a second, is missing";
  }

  private String cutAt(long position) {
    return "it is cut off or damaged at byte %,d of %,d: what comes there is missing"
        .formatted(position, bytes.size());
  }
}
