import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, PageQuery } from '../shared/http';
import type { RequestContext } from '../shared/kernel';
import { AccountsService } from './accounts.service';
import { AccountPageResponse, toAccountPageResponse } from './dto/account.response';

@ApiTags('Accounts')
@Controller('v1/workspaces/:workspaceId/accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Get()
  @Requires('accounts.read')
  @Endpoint({ summary: 'List connected Instagram accounts, newest first', response: AccountPageResponse })
  async list(@Ctx() context: RequestContext, @Query() query: PageQuery): Promise<AccountPageResponse> {
    return toAccountPageResponse(await this.accounts.list(context, query));
  }
}
