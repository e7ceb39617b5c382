import { ApiProperty } from '@nestjs/swagger';

export class EnrolmentResponse {
  /** To type into an authenticator app. */
  secret: string;

  /** To show as a QR code. */
  @ApiProperty({ example: 'otpauth://totp/Parley:mia%40shop.example?issuer=Parley&secret=…' })
  uri: string;
}

export class RecoveryCodesResponse {
  /** Each is good once, when the phone is lost. They are never shown again. */
  @ApiProperty({ type: [String], example: ['abcd-efgh-ijkl-mnop'] })
  recoveryCodes: string[];
}
