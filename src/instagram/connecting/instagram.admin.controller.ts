import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { UserCaller, WorkspaceId } from '../../shared/kernel';
import { TransferAccountRequest } from '../dto/connect.request';
import { SetUpReportResponse, TransferredAccountResponse } from '../dto/connect.response';
import { AccountTransfer } from './account-transfer.service';
import { SetUpCheck } from './set-up-check.service';

@ApiTags('Admin')
@Controller('v1/admin/instagram')
export class InstagramAdminController {
  constructor(
    private readonly setUp: SetUpCheck,
    private readonly transfers: AccountTransfer,
  ) {}

  @Get('doctor')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Which setting keeps accounts from being connected or webhooks from arriving',
    description:
      'The same as `cli instagram:doctor`: the settings here, the callback and the fields of the app at Meta, and whether ' +
      'accounts deliver webhooks (the 20 that were looked at longest ago). What Meta does not tell is `doubtful`.',
    response: SetUpReportResponse,
  })
  doctor(): Promise<SetUpReportResponse> {
    return this.setUp.run();
  }

  @Post('transfer')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Move an account to another workspace, where nobody is left to disconnect it',
    description:
      'The usual way is to disconnect it in the old workspace and to connect it in the new one. Conversations stay in ' +
      'the old workspace.',
    response: TransferredAccountResponse,
    errors: {
      'not-found': 'ACCOUNT.NOT_FOUND: nobody has it.\n\nWORKSPACE.NOT_FOUND: no such workspace.',
      conflict:
        'ACCOUNT.DISCONNECTED: it can be connected without this.\n\nACCOUNT.SAME_WORKSPACE: it is there already.',
      'rate-limited': 'PLAN.LIMIT_REACHED: the plan of the new workspace has no room.',
    },
  })
  async transfer(
    @CurrentCaller() caller: UserCaller,
    @Body() { igUserId, workspaceId }: TransferAccountRequest,
  ): Promise<TransferredAccountResponse> {
    return { accountId: await this.transfers.transfer(caller, igUserId, workspaceId as WorkspaceId) };
  }
}
