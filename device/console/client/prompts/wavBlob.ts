const HEADER = 44;

/** A recording as a file that the box takes: one channel, 16 bits. */
export function wavBlob(pieces: readonly Int16Array[], rate: number): Blob {
  const samples = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const file = new DataView(new ArrayBuffer(HEADER + samples * 2));
  const ascii = (at: number, text: string): void => {
    for (let n = 0; n < text.length; n++) file.setUint8(at + n, text.charCodeAt(n));
  };
  ascii(0, "RIFF");
  file.setUint32(4, HEADER - 8 + samples * 2, true);
  ascii(8, "WAVEfmt ");
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, rate, true);
  file.setUint32(28, rate * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  ascii(36, "data");
  file.setUint32(40, samples * 2, true);
  let at = HEADER;
  for (const piece of pieces)
    for (const sample of piece) {
      file.setInt16(at, sample, true);
      at += 2;
    }
  return new Blob([file.buffer], { type: "audio/wav" });
}
