import { IsIn } from 'class-validator';
import { type Signal, SIGNALS } from '../channel.port';

export class SignalRequest {
  @IsIn(SIGNALS)
  signal: Signal;
}
