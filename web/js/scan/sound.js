// @ts-check
// A verdict for the ear and the hand: yes rises, no is low and twice, unsure is one long tone. Made here, so that nothing
// must be loaded.

/** @typedef {"yes" | "no" | "unsure"} Tone */

/** Hertz, start and length in seconds. @type {Record<Tone, [number, number, number][]>} */
const TONES = {
  yes: [[660, 0, 0.12], [990, 0.13, 0.2]],
  no: [[196, 0, 0.28], [156, 0.36, 0.42]],
  unsure: [[392, 0, 0.5]],
};
/** Milliseconds on, off, on. @type {Record<Tone, number[]>} */
const SHAKES = { yes: [80], no: [300, 120, 300], unsure: [120, 80, 120, 80, 120] };
const LOUDNESS = 0.6;
const EDGE_SECONDS = 0.01;
const KEPT = "scan-sound";

/** @type {AudioContext | undefined} */
let audio;
let isOn = localStorage.getItem(KEPT) !== "off";

export function soundIsOn() {
  return isOn;
}

/** @param {boolean} on */
export function turnSound(on) {
  isOn = on;
  localStorage.setItem(KEPT, on ? "on" : "off");
}

/** A browser lets a page sound only after it was touched: call this on each touch. */
export function wakeSound() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume().catch(() => {});
}

/** @param {Tone} tone */
export function tell(tone) {
  if (!isOn) return;
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(SHAKES[tone]);
  if (audio?.state !== "running") return;
  for (const [hertz, start, length] of TONES[tone]) {
    const [wave, gain] = [audio.createOscillator(), audio.createGain()];
    const from = audio.currentTime + start;
    wave.type = tone === "yes" ? "sine" : "square";
    wave.frequency.value = hertz;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(LOUDNESS, from + EDGE_SECONDS);
    gain.gain.setValueAtTime(LOUDNESS, from + length - EDGE_SECONDS);
    gain.gain.linearRampToValueAtTime(0, from + length);
    wave.connect(gain).connect(audio.destination);
    wave.start(from);
    wave.stop(from + length);
  }
}
