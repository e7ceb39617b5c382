import { Body, Controller, Delete, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentCaller } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { UserCaller } from '../../shared/kernel';
import { CodeRequest, PasswordRequest } from '../dto/account.request';
import { EnrolmentResponse, RecoveryCodesResponse } from '../dto/second-factor.response';
import { SecondFactorsService } from './second-factors.service';

const PASSWORD_WRONG = 'AUTH.PASSWORD_WRONG: the password is wrong.';

@ApiTags('Me')
@Controller('v1/me/second-factor')
export class SecondFactorController {
  constructor(private readonly secondFactors: SecondFactorsService) {}

  @Post()
  @Authenticated()
  @Endpoint({
    summary: 'Begin to set up an authenticator app',
    description: 'Signing in stays as it is until a first code is confirmed.',
    response: EnrolmentResponse,
    errors: { forbidden: PASSWORD_WRONG, conflict: 'SECOND_FACTOR.EXISTS: there is one already.' },
  })
  enrol(@Body() { password }: PasswordRequest, @CurrentCaller() caller: UserCaller): Promise<EnrolmentResponse> {
    return this.secondFactors.enrol(caller, password);
  }

  @Post('confirm')
  @Authenticated()
  @Endpoint({
    summary: 'Confirm it with a first code; ends all other sessions',
    response: RecoveryCodesResponse,
    errors: {
      unauthenticated: 'AUTH.CODE_WRONG: the code is wrong or too old.',
      conflict: 'SECOND_FACTOR.NOT_SET_UP: begin first.',
    },
  })
  async confirm(@Body() { code }: CodeRequest, @CurrentCaller() caller: UserCaller): Promise<RecoveryCodesResponse> {
    return { recoveryCodes: await this.secondFactors.confirm(caller, code) };
  }

  @Delete()
  @Authenticated()
  @Endpoint({
    summary: 'Sign in without a second factor again; ends all other sessions',
    status: 204,
    errors: { forbidden: PASSWORD_WRONG },
  })
  disable(@Body() { password }: PasswordRequest, @CurrentCaller() caller: UserCaller): Promise<void> {
    return this.secondFactors.disable(caller, password);
  }
}
