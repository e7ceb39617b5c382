import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsDate,
  IsIn,
  IsString,
  Length,
  MinDate,
  ValidateIf,
} from 'class-validator';
import { grantablePermissions, type Permission } from '../../shared/auth';
import { trimmed } from './trimmed';

export class CreateApiKeyRequest {
  /**
   * What it is for.
   * @example "Warehouse sync"
   */
  @Transform(trimmed)
  @IsString()
  @Length(1, 100)
  name: string;

  /** What it may do; nothing that you may not. See `GET /v1/permissions`. */
  @ApiProperty({ enum: grantablePermissions, isArray: true, example: ['contacts.read'] })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(grantablePermissions.length)
  @IsIn(grantablePermissions, { each: true })
  permissions: Permission[];

  /** When it stops working; never, when absent. */
  @ApiProperty({ type: String, format: 'date-time', required: false })
  @ValidateIf((_, value) => value !== undefined)
  @Type(() => Date)
  @IsDate()
  @MinDate(() => new Date())
  expiresAt?: Date;
}
