// @ts-check
// Inflates a status list: a zlib stream of any kind of blocks, by the browser's own inflater, no further than the longest
// list goes.

import { adler32, bigEndian } from "./deflate.js";
import { Refused, need } from "./refused.js";

/**
 * @param {Uint8Array} stream
 * @param {number} most bytes that may come out
 * @returns {Promise<Uint8Array>}
 */
export async function inflateList(stream, most) {
  /** @type {Uint8Array[]} */
  const parts = [];
  let size = 0;
  try {
    const inflated = new Blob([/** @type {BlobPart} */ (stream)]).stream().pipeThrough(new DecompressionStream("deflate"));
    const reader = inflated.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > most) {
        await reader.cancel();
        break;
      }
      parts.push(part.value);
    }
  } catch {
    throw new Refused("damaged", "a zlib stream");
  }
  need(size <= most, "no more bits than the longest list has");
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  // Not every inflater minds what follows the stream; its checksum is at the very end or something follows.
  need(stream.length > 4 && bigEndian(stream.subarray(-4)) === adler32(bytes), "nothing after the stream");
  return bytes;
}
