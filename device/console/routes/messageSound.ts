import { Readable } from "node:stream";
import { notAllowed } from "../api/errors.ts";
import { audioQuery, partParams, waveform } from "../api/messages.ts";
import { RIGHTS } from "../auth/roles.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { partialContent } from "../http/partialContent.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";
import { SoundFile } from "../messages/soundFile.ts";
import { WaveformCache } from "../messages/WaveformCache.ts";
import { refOf } from "./messages.ts";

/** What callers have spoken: the sound itself, and how loud it is where. */
export const messageSoundRoutes = (box: ConsoleBox): readonly Route[] => {
  const waveforms = new WaveformCache();
  return [
    route({
      ...{ method: "GET", path: "/messages/:ref/audio/:part", may: "messages.listen", sends: "audio/wav" },
      summary: "A recording, sample for sample what the line delivered; Range requests are answered (RFC 9110)",
      ...{ params: partParams, query: audioQuery },
      audit: ({ params, query }) => ({
        ref: refOf(params.ref),
        detail: params.part,
        // A player asks for the same sound in many ranges.
        ...(query.download === undefined ? { kind: "recording-heard", once: true } : { kind: "recording-exported" }),
      }),
      handle: ({ headers, params, query, who }) => {
        if (query.download !== undefined && !who.rights.has("messages.export"))
          throw notAllowed(RIGHTS["messages.export"]);
        const ref = refOf(params.ref);
        const sound = new SoundFile(box.store, ref, params.part);
        return soundAnswer(
          sound,
          headers.range,
          query.download === undefined
            ? {}
            : { "Content-Disposition": `attachment; filename="${ref}-${params.part}.wav"` },
        );
      },
    }),
    route({
      ...{ method: "GET", path: "/messages/:ref/waveform/:part", may: "messages.listen" },
      summary: "How loud a recording is, from its beginning to its end",
      ...{ params: partParams, answer: waveform },
      handle: ({ params }) => waveforms.of(new SoundFile(box.store, refOf(params.ref), params.part)),
    }),
  ];
};

function soundAnswer(sound: SoundFile, range: string | undefined, more: Readonly<Record<string, string>>): RawAnswer {
  const { headers, part, status } = partialContent(range, sound.length);
  return new RawAnswer("audio/wav", Readable.from(sound.read(part), { objectMode: false }), {
    status,
    headers: { ...headers, ...more },
  });
}
