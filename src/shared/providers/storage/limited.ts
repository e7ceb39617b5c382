import { ObjectTooLarge } from './object-store.port';

/** The same bytes, up to a limit. @throws ObjectTooLarge at the first byte beyond it. */
export async function* limited(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new ObjectTooLarge(maxBytes);
    yield chunk;
  }
}
