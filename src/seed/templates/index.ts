import { commentToMessage } from './comment-to-message';
import { leadMagnet } from './lead-magnet';
import { orderStatus } from './order-status';
import { productEnquiry } from './product-enquiry';
import { salonBooking } from './salon-booking';
import type { ShippedTemplate } from './shipped-template';
import { welcomeMenu } from './welcome-menu';

export { links, type ShippedTemplate } from './shipped-template';

/** The flow products that come with the program. */
export const SHIPPED_TEMPLATES: readonly ShippedTemplate[] = [
  welcomeMenu,
  salonBooking,
  productEnquiry,
  orderStatus,
  leadMagnet,
  commentToMessage,
];
