import { kinds } from '../support/change.ts';
import { tellsTheFamiliesOf } from '../support/changeFamilies.ts';

describe('taking back a plan change', () => {
  tellsTheFamiliesOf(kinds.undoPlanChange);
});
