import { kinds } from '../support/change.ts';
import { tellsTheFamiliesOf } from '../support/changeFamilies.ts';

describe('cancelling a service', () => {
  tellsTheFamiliesOf(kinds.cancelService);
});
