// @ts-check
// The camera, and QR codes in what it sees: by the browser's own detector where it has one, else by the vendored decoder.
// Pictures stay in memory for as long as it takes to look at them.

import { decodeQR } from "../../vendor/qr/decode.js";

/** Pixels along the square that is looked at: a pass has up to 90 modules a side, and each needs about four. */
const SQUARE_MAX = 720;
/** Between two looks; a phone that needs longer for one gets as long again to cool. */
const PAUSE_MS = 80;

/** @typedef {"denied" | "busy" | "none"} Lacking */

export class Camera {
  /**
   * @param {HTMLVideoElement} video
   * @param {(text: string | null) => void} onLook called after each look, with the text that was seen
   */
  constructor(video, onLook) {
    this.video = video;
    this.onLook = onLook;
    /** @type {MediaStream | null} */
    this.stream = null;
    this.isLooking = false;
    /** @type {Promise<Lacking | null> | null} */
    this.starting = null;
    this.canvas = document.createElement("canvas");
    this.detector = nativeDetector();
    /** @type {WakeLockSentinel | null} */
    this.awake = null;
  }

  /** @returns {Promise<Lacking | null>} what is lacking, or nothing */
  start() {
    if (this.stream) return Promise.resolve(null);
    this.starting ??= this.open().finally(() => (this.starting = null));
    return this.starting;
  }

  /** @returns {Promise<Lacking | null>} */
  async open() {
    if (!navigator.mediaDevices) return "none";
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
      });
    } catch (error) {
      const { name } = /** @type {DOMException} */ (error);
      if (name === "NotAllowedError" || name === "SecurityError") return "denied";
      return name === "NotReadableError" || name === "AbortError" ? "busy" : "none";
    }
    this.video.srcObject = this.stream;
    await this.video.play();
    await this.stayAwake();
    return null;
  }

  stop() {
    this.isLooking = false;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.awake?.release().catch(() => {});
    this.awake = null;
  }

  /** A gate's screen stays on; where the browser can't, the phone's own setting must. */
  async stayAwake() {
    try {
      this.awake = (await navigator.wakeLock?.request("screen")) ?? null;
    } catch {
      this.awake = null;
    }
  }

  hasTorch() {
    const track = this.stream?.getVideoTracks()[0];
    return Boolean(/** @type {{ torch?: boolean } | undefined} */ (track?.getCapabilities?.())?.torch);
  }

  /** @param {boolean} on */
  async turnTorch(on) {
    const [track] = this.stream?.getVideoTracks() ?? [];
    await track?.applyConstraints({ advanced: [/** @type {MediaTrackConstraintSet} */ ({ torch: on })] });
  }

  /** Goes on looking until `pause`. */
  look() {
    if (this.isLooking || !this.stream) return;
    this.isLooking = true;
    this.next(PAUSE_MS);
  }

  pause() {
    this.isLooking = false;
  }

  /** @param {number} pause */
  next(pause) {
    setTimeout(async () => {
      if (!this.isLooking) return;
      const start = performance.now();
      const text = this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !document.hidden ? await this.seen() : null;
      if (this.isLooking) this.onLook(text);
      if (this.isLooking) this.next(Math.max(PAUSE_MS, performance.now() - start));
    }, pause);
  }

  /** The text of a QR code in the middle of the picture. */
  async seen() {
    const detector = await this.detector;
    try {
      if (detector) return (await detector.detect(this.video))[0]?.rawValue ?? null;
      return decodeQR(this.picture());
    } catch {
      // No code in this picture.
      return null;
    }
  }

  /** The square in the middle, which is what the frame on the screen shows. */
  picture() {
    const { videoWidth: width, videoHeight: height } = this.video;
    const square = Math.min(width, height);
    const side = Math.min(square, SQUARE_MAX);
    Object.assign(this.canvas, { width: side, height: side });
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { willReadFrequently: true }));
    context.drawImage(this.video, (width - square) / 2, (height - square) / 2, square, square, 0, 0, side, side);
    return context.getImageData(0, 0, side, side);
  }
}

/** @returns {Promise<{ detect: (video: HTMLVideoElement) => Promise<{ rawValue: string }[]> } | null>} */
async function nativeDetector() {
  const { BarcodeDetector } = /** @type {any} */ (globalThis);
  try {
    const formats = await BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  } catch {
    return null;
  }
}
