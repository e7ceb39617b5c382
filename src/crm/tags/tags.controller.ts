import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsString, Length, ValidateIf } from 'class-validator';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import { Endpoint, OperationId } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { CrmJobResponse, toCrmJobResponse } from '../dto/crm-job.dto';
import { whenSent } from '../dto/presence';
import { Tags } from './tags.service';

const RAW = 1000;

export class RemoveTagRequest {
  /** In any spelling. @example "vip" */
  @IsString()
  @Length(1, RAW)
  tag: string;
}

export class RenameTagRequest extends RemoveTagRequest {
  /** @example "regular" */
  @IsString()
  @Length(1, RAW)
  to: string;
}

export class TagResponse {
  tag: string;

  /** Contacts who have it; of those that were counted. */
  count: number;
}

export class TagsQuery {
  @ApiPropertyOptional({ type: String, maxLength: RAW, description: 'Only tags that begin so, in any spelling.' })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, RAW)
  q?: string;
}

export class TagListResponse {
  @ApiProperty({ type: [TagResponse] })
  items: TagResponse[];

  /** Whether there are more contacts than were counted. */
  isCapped: boolean;
}

@ApiTags('Contacts')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/contact-tags')
export class TagsController {
  constructor(private readonly tags: Tags) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({
    summary: 'List the 500 most used tags, with how many contacts have them',
    description:
      'Counted among the newest 10,000 contacts; with `q`, among 10,000 who have such a tag. `GET …/contacts/count?tag=` ' +
      'counts one tag further.',
    response: TagListResponse,
  })
  async list(@Ctx() context: RequestContext, @Query() { q }: TagsQuery): Promise<TagListResponse> {
    const { tags, isCapped } = await this.tags.list(context, q);
    return { items: tags, isCapped };
  }

  @Post('rename')
  @Requires('crm.manage')
  @Endpoint({
    summary: 'Give a tag another name, on all contacts',
    description: 'Watch the job. To a name that is there already, the two become one.',
    status: 202,
    response: CrmJobResponse,
    errors: { invalid: 'CONTACT.INVALID: `errors` names what is wrong.' },
  })
  async rename(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @Body() { tag, to }: RenameTagRequest,
  ): Promise<CrmJobResponse> {
    return toCrmJobResponse(await this.tags.rename(context, id, tag, to));
  }

  @Post('remove')
  @Requires('crm.manage')
  @Endpoint({
    summary: 'Take a tag off all contacts',
    description: 'Watch the job.',
    status: 202,
    response: CrmJobResponse,
  })
  async remove(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @Body() { tag }: RemoveTagRequest,
  ): Promise<CrmJobResponse> {
    return toCrmJobResponse(await this.tags.remove(context, id, tag));
  }
}
