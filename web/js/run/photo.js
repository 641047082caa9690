// @ts-check
// A photo of where something was put down: made small on the phone, so that it takes little room and is sent in seconds over a
// slow line. What the phone wrote beside the picture (place, time, model) goes when it is drawn anew.

/** Pixels along the longer side. */
const SIDE_MAX = 1280;
const QUALITY = 0.7;
/** A larger file a cheap phone has no memory to draw. */
export const FILE_BYTES_MAX = 40 * 1024 * 1024;

/**
 * @param {File} file
 * @returns {Promise<Blob | "too-large" | "no-picture">} a JPEG, or why there is none
 */
export async function small(file) {
  if (file.size > FILE_BYTES_MAX) return "too-large";
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await new Promise((resolve) => canvas.toBlob((made) => resolve(made ?? "no-picture"), "image/jpeg", QUALITY));
  } catch {
    return "no-picture";
  }
}
