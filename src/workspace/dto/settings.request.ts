import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsObject, IsOptional, Min } from 'class-validator';

export class ChangeSettingsRequest {
  /** Fields to change; the others stay. Null takes a field back to its default. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { timeZone: 'Europe/Berlin' } })
  @IsObject()
  values: Record<string, unknown>;

  /** The version you have seen: with it, nothing is overwritten that somebody changed meanwhile. */
  @ApiProperty({ type: 'integer', minimum: 0, required: false })
  @IsOptional()
  @IsInt()
  @Min(0)
  version?: number;
}
