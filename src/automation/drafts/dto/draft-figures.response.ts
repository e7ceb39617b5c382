import { ApiProperty } from '@nestjs/swagger';
import { DRAFT_SOURCES, type DraftSource } from '../domain/reply-draft';

const COUNT = { type: 'integer' } as const;

export class DraftSourceFiguresResponse {
  @ApiProperty({ enum: DRAFT_SOURCES, description: 'Written for approval by a flow, or asked for by a person.' })
  source: DraftSource;

  /** Made for a person; suggestions that nobody took are left out. */
  @ApiProperty(COUNT)
  proposed: number;

  @ApiProperty(COUNT)
  waiting: number;

  @ApiProperty(COUNT)
  sent: number;

  @ApiProperty(COUNT)
  sentUnchanged: number;

  @ApiProperty(COUNT)
  discarded: number;

  @ApiProperty(COUNT)
  superseded: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Of those sent, from 0 (as proposed) to 1 (nothing was kept).',
  })
  averageEditDistance: number | null;
}

export class DraftFiguresResponse {
  from: Date;

  to: Date;

  @ApiProperty({ type: [DraftSourceFiguresResponse] })
  sources: DraftSourceFiguresResponse[];
}
