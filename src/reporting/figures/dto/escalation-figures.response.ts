import { ApiProperty } from '@nestjs/swagger';
import type { EscalationFigures, SlaFigures } from '../domain/figures';
import { COUNT, COUNTS, SHARE, TimesResponse } from './figure-parts.response';

export class SlaFiguresResponse implements SlaFigures {
  /** In time, counted on the day on which it was done. */
  @ApiProperty(COUNT)
  met: number;

  /** Counted on the day on which it was due. */
  @ApiProperty(COUNT)
  breached: number;

  @ApiProperty(SHARE)
  breachedShare: number | null;
}

export class EscalationSlaResponse {
  @ApiProperty({ type: SlaFiguresResponse })
  firstResponse: SlaFiguresResponse;

  @ApiProperty({ type: SlaFiguresResponse })
  resolution: SlaFiguresResponse;
}

export class EscalationTimesResponse {
  @ApiProperty({ type: TimesResponse })
  clock: TimesResponse;

  /** The same, counting business hours only. */
  @ApiProperty({ type: TimesResponse })
  businessHours: TimesResponse;
}

export class EscalationFiguresResponse implements EscalationFigures {
  @ApiProperty(COUNT)
  opened: number;

  @ApiProperty(COUNT)
  resolved: number;

  @ApiProperty(COUNT)
  cancelled: number;

  /** Of those opened, by the severity that they have now. */
  @ApiProperty(COUNTS)
  bySeverity: Record<string, number>;

  /** From opening to the first message of the team, or to resolving where nobody needed to write. */
  @ApiProperty({ type: EscalationTimesResponse })
  firstResponse: EscalationTimesResponse;

  /** Promises that were kept or broken in this time; those still open do not count. */
  @ApiProperty({ type: EscalationSlaResponse })
  sla: EscalationSlaResponse;

  /** From opening to resolving, of those resolved in this time. */
  @ApiProperty({ type: TimesResponse })
  clock: TimesResponse;

  /** The same, counting business hours only. */
  @ApiProperty({ type: TimesResponse })
  businessHours: TimesResponse;
}
