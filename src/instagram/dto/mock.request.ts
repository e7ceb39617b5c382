import { IsString, Length, Matches } from 'class-validator';
import { IfSent } from '../../shared/http';

const ID = /^[\w.-]{1,64}$/;

export class MockAccountRequest {
  @IsString()
  @Matches(/^[a-z0-9._]{1,30}$/)
  username: string = 'demo.shop';
}

export class MockMessageRequest {
  /** Whoever it is; the same one is the same conversation. */
  @IsString()
  @Matches(ID)
  participantId: string;

  @IfSent()
  @IsString()
  @Length(1, 64)
  username?: string;

  /** Of a message, or the title of the button that was tapped. */
  @IsString()
  @Length(1, 1_000)
  text: string;

  /** Of the quick reply that was tapped. */
  @IfSent()
  @IsString()
  @Length(1, 1_000)
  quickReplyPayload?: string;

  /** Of the button that was tapped. */
  @IfSent()
  @IsString()
  @Length(1, 1_000)
  postbackPayload?: string;
}
