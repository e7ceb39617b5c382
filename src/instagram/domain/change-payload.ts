import { z } from 'zod';
import { extra, id } from './webhook-payload';

/** What `comments` and `live_comments` carry. The id stands under one of two names ("Webhooks examples", "Private replies"). */
export const commentValue = z
  .object({
    id: id.optional(),
    comment_id: id.optional(),
    parent_id: extra(id),
    /** A comment may be a picture alone. */
    text: z.string().default(''),
    from: z.object({ id, username: extra(z.string()) }),
    media: z.object({
      id,
      media_product_type: extra(z.string()),
      ad_id: extra(id),
      ad_title: extra(z.string()),
      original_media_id: extra(id),
    }),
  })
  .transform(({ id: own, comment_id: other, ...rest }) => ({ ...rest, commentId: own ?? other }));
export type CommentValue = z.infer<typeof commentValue>;

/** Without `comment_id` the account is named in the caption. */
export const mentionValue = z.object({ media_id: id, comment_id: extra(id) });
