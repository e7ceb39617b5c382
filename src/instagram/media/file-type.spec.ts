import { Readable } from 'node:stream';
import fc from 'fast-check';
import { sniff } from './file-type';

const bytesOf = async (body: AsyncIterable<Uint8Array>) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe('sniffing', () => {
  it.each([
    ['PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'png'],
    ['JPEG', Buffer.from('ffd8ffe000104a46494600', 'hex'), 'jpg'],
    ['MP4', Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42')]), 'mp4'],
    ['PDF', Buffer.from('%PDF-1.4 and more'), 'pdf'],
    ['a page', Buffer.from('<!DOCTYPE html><html>'), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('tells %s, also when it comes byte by byte', async (_, bytes, name) => {
    const single = [...bytes].map((byte) => Buffer.from([byte]));
    expect((await sniff(Readable.from([bytes]))).names[0]).toBe(name);
    expect((await sniff(Readable.from(single))).names[0]).toBe(name);
  });

  it('takes nothing away', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(chunks, async (parts) => {
        const { body } = await sniff(Readable.from(parts));
        expect(await bytesOf(body)).toEqual(Buffer.concat(parts));
      }),
    );
  });

  it('passes on what goes wrong, at the beginning and later', async () => {
    const broken = async function* (after: number) {
      yield Buffer.alloc(after);
      await Promise.reject(new Error('gone'));
    };
    await expect(sniff(broken(1))).rejects.toThrow('gone');
    await expect(bytesOf((await sniff(broken(600))).body)).rejects.toThrow('gone');
  });
});
