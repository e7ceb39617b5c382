import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import { type Role, ROLES } from '../../shared/auth';
import { ID_PATTERN } from '../../shared/http';
import { PASSWORD_MAX_CHARACTERS } from '../domain/password-rules';

export class ChangeRoleRequest {
  /** Not above your own. */
  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  role: Role;
}

export class TransferOwnershipRequest {
  /** Of the member who becomes an owner. */
  @ApiProperty({ type: String, pattern: ID_PATTERN.source })
  @IsString()
  @Matches(ID_PATTERN, { message: 'userId must be an id' })
  userId: string;

  /** Your own, once more. */
  @IsString()
  @Length(1, PASSWORD_MAX_CHARACTERS)
  password: string;
}
