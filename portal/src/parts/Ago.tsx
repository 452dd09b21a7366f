// An instant as a distance from now, with the exact time and zone on hover and for screen readers.
import { useFormat } from "../format/useFormat.ts";
import { useNow } from "./useNow.ts";

export function Ago({ at, lead }: { at: string; lead?: string }) {
  const format = useFormat();
  const now = useNow();
  return (
    <time dateTime={at} title={format.exact(at)}>
      {lead}
      {format.ago(at, now)}
    </time>
  );
}
