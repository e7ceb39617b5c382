import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IfSent } from '../../shared/http';

const KINDS = ['image', 'video', 'audio', 'file'] as const;

export class UploadMediaQuery {
  /** What the file is to be sent as; found out when absent. A voice note in an MP4 container needs `audio`. */
  @ApiPropertyOptional({ enum: KINDS })
  @IfSent()
  @IsIn(KINDS)
  mediaType?: (typeof KINDS)[number];
}
