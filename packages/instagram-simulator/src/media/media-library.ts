import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface MediaAsset {
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface MediaFacts {
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const MEDIA_PATH = '/_media';

/** Files that people sent, behind links that are signed and can be made to expire. In memory only. */
export class MediaLibrary {
  private readonly assets = new Map<string, MediaAsset>();
  private readonly secret = randomBytes(16);
  /** Links of an earlier one have expired. */
  private generation = 1;

  /** Resolves to a link of `origin`. */
  put(id: string, asset: MediaAsset, origin: string): string {
    this.assets.set(id, asset);
    return this.linkTo(id, origin);
  }

  /** The same file under a link that works now; null for what is not here (any more). */
  renewed(link: string): string | null {
    const { origin, pathname } = new URL(link);
    if (!pathname.startsWith(`${MEDIA_PATH}/`)) return link;
    const id = pathname.slice(MEDIA_PATH.length + 1);
    return this.assets.has(id) ? this.linkTo(id, origin) : null;
  }

  /** What a link opens; 403 once it has expired, as at Meta. */
  open(id: string, signature: string): MediaAsset | 403 | 404 {
    const asset = this.assets.get(id);
    if (asset === undefined) return 404;
    const [expected, given] = [Buffer.from(this.signatureOf(id)), Buffer.from(signature)];
    return expected.length === given.length && timingSafeEqual(expected, given) ? asset : 403;
  }

  expireLinks(): void {
    this.generation += 1;
  }

  remove(id: string): boolean {
    return this.assets.delete(id);
  }

  clear(): void {
    this.assets.clear();
  }

  private linkTo(id: string, origin: string): string {
    return `${origin}${MEDIA_PATH}/${id}?signature=${this.signatureOf(id)}`;
  }

  private signatureOf(id: string): string {
    return createHmac('sha256', this.secret).update(`${this.generation}:${id}`).digest('hex');
  }
}

export const factsOf = ({ contentType, bytes }: MediaAsset): MediaFacts => ({
  contentType,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
