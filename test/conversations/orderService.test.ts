import { kinds } from '../support/change.ts';
import { tellsTheFamiliesOf } from '../support/changeFamilies.ts';

describe('ordering a service', () => {
  tellsTheFamiliesOf(kinds.orderService);
});
