import { IsIn } from 'class-validator';
import { PageQuery } from '../../shared/http';

export const PARKED_KINDS = ['event', 'send'] as const;

export class ParkedQuery extends PageQuery {
  /** event: something received that could not be handled · send: something of ours whose delivery is not known. */
  @IsIn(PARKED_KINDS)
  kind: (typeof PARKED_KINDS)[number] = 'event';
}
