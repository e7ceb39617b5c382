import { ApiProperty } from '@nestjs/swagger';
import type { UploadedMedia } from '../media/media-uploads.service';

const KINDS = ['image', 'video', 'audio', 'file'] as const;

export class UploadedMediaResponse {
  /** Under which the file can be read. */
  fileId: string;

  /** For a message that carries it. */
  fileKey: string;

  @ApiProperty({ enum: KINDS })
  mediaType: (typeof KINDS)[number];

  contentType: string;

  bytes: number;
}

export const toUploadedMediaResponse = ({
  id,
  key,
  kind,
  contentType,
  bytes,
}: UploadedMedia): UploadedMediaResponse => ({ fileId: id, fileKey: key, mediaType: kind, contentType, bytes });
