import { IsString, Length, Matches } from 'class-validator';
import { IfSent } from '../../shared/http';

const SECRET_CHARACTERS = 43;

export class BeginLoginRequest {
  /** The account that is to be connected again; absent: whichever the owner chooses. */
  @IfSent()
  @IsString()
  @Matches(/^[\w-]{1,64}$/)
  accountId?: string;
}

export class CompleteLoginRequest {
  /** `login` of the address that the owner came back to. */
  @IsString()
  @Length(SECRET_CHARACTERS, SECRET_CHARACTERS)
  login: string;
}

export class CompleteSignInRequest extends CompleteLoginRequest {
  /** As it was given when the sign-in began. */
  @IsString()
  @Length(SECRET_CHARACTERS, SECRET_CHARACTERS)
  binding: string;
}

export class TransferAccountRequest {
  /** Either id of the account at Instagram. */
  @IsString()
  @Matches(/^\d{1,32}$/)
  igUserId: string;

  /** Where the account goes. */
  @IsString()
  @Matches(/^[\w-]{1,64}$/)
  workspaceId: string;
}
