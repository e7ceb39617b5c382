import { ApiProperty } from '@nestjs/swagger';
import type { Times } from '../domain/figures';

export const COUNT = { type: 'integer' } as const;
export const SHARE = { type: 'number', nullable: true, description: 'From 0 to 1; null of nothing.' } as const;
const MILLISECONDS = { type: 'number', nullable: true, description: 'In milliseconds; null of nothing.' } as const;
export const COUNTS = { type: 'object', additionalProperties: COUNT } as const;

export class TimesResponse implements Times {
  @ApiProperty(MILLISECONDS)
  median: number | null;

  @ApiProperty({ ...MILLISECONDS, description: 'What nine of ten do not exceed, in milliseconds; null of nothing.' })
  p90: number | null;
}
