import { deserialize, serialize } from 'bson';

/** The part of MongoDB's wire protocol that is needed to look into commands and to answer them: OP_MSG. */
const HEADER = 16;
const OP_MSG = 2013;
const BODY = 0;
const DOCUMENT_SEQUENCE = 1;
const HAS_CHECKSUM = 1;

/** Cuts a stream of bytes into whole messages. */
export class Frames {
  #rest = Buffer.alloc(0);

  *push(chunk) {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= HEADER && this.#rest.length >= this.#rest.readInt32LE(0)) {
      const length = this.#rest.readInt32LE(0);
      yield this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
    }
  }
}

/** The command in a message, its document sequences put back where they belong; null for the older handshake message. */
export function commandOf(frame) {
  if (frame.readInt32LE(12) !== OP_MSG) return null;
  const end = frame.readUInt32LE(HEADER) & HAS_CHECKSUM ? frame.length - 4 : frame.length;
  let command = {};
  const sequences = {};
  for (let at = HEADER + 4; at < end;) {
    const kind = frame[at];
    const size = frame.readInt32LE(at + 1);
    const section = frame.subarray(at + 1, at + 1 + size);
    if (kind === BODY) command = deserialize(section);
    else if (kind === DOCUMENT_SEQUENCE) Object.assign(sequences, sequenceOf(section));
    at += 1 + size;
  }
  return { ...command, ...sequences };
}

function sequenceOf(section) {
  const nameEnd = section.indexOf(0, 4);
  const documents = [];
  for (let at = nameEnd + 1; at < section.length; at += section.readInt32LE(at))
    documents.push(deserialize(section.subarray(at, at + section.readInt32LE(at))));
  return { [section.toString('utf8', 4, nameEnd)]: documents };
}

/** The answer to a message. */
export function replyTo(frame, document) {
  const body = serialize(document, { ignoreUndefined: true });
  const head = Buffer.alloc(HEADER + 5);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(frame.readInt32LE(4), 8);
  head.writeInt32LE(OP_MSG, 12);
  return Buffer.concat([head, body]);
}

/** A command's name, and the collection it is for. */
export function namesOf(command) {
  const [name, target] = Object.entries(command)[0] ?? ['', ''];
  return { name, collection: typeof target === 'string' ? target : (command.collection ?? '') };
}
