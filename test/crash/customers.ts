/** Something that a customer asks for, and how it is called when it is done. */
export interface Wish {
  readonly says: string;
  readonly confirms: '确认办理' | '确认退订';
  readonly done: string;
}

/** A demo customer who makes one change after the other. */
export interface Customer {
  readonly phoneNumber: string;
  /** What names this customer in a request to the operator. */
  readonly names: readonly string[];
  next(): Wish;
}

const order = (name: string): Wish => ({
  says: `订购${name}`,
  confirms: '确认办理',
  done: '订购：办理成功',
});
const cancel = (name: string): Wish => ({
  says: `退订${name}`,
  confirms: '确认退订',
  done: '退订：办理成功',
});
const suspend: Wish = { says: '停机保号', confirms: '确认办理', done: '停机：办理成功' };
const resume: Wish = { says: '复机', confirms: '确认办理', done: '复机：办理成功' };
const changePlan: Wish = {
  says: '换成99元套餐',
  confirms: '确认办理',
  done: '变更套餐：办理成功',
};
const products = [
  '语音包 300 分钟',
  '视频定向流量包 30GB',
  '语音包 100 分钟',
  '社交定向流量包 10GB',
];

/** Those whom the rules let change something; the arrears of one and the small credit of another allow less. */
export function makeCustomers(): readonly Customer[] {
  const services = products.flatMap((name) => [order(name), cancel(name)]);
  return [
    makeCustomer('chen', '13800138001', [changePlan, ...services]),
    makeCustomer('wang', '13800138003', [...services, changePlan]),
    makeCustomer('zhao', '13800138004', [suspend, resume, ...services]),
    makeCustomer('zhou', '13800138006', [suspend, resume, changePlan, ...services]),
    makeCustomer('zheng', '13800138008', services),
    makeCustomer('lin', '13800138002', []),
    makeCustomer('sun', '13800138005', []),
  ];
}

/** After the wishes of one's own a line can be suspended and resumed without end. */
function makeCustomer(key: string, phoneNumber: string, wishes: readonly Wish[]): Customer {
  let made = 0;
  return {
    phoneNumber,
    names: [phoneNumber, `customer-${key}`],
    next() {
      const place = made;
      made += 1;
      return wishes[place] ?? ((place - wishes.length) % 2 === 0 ? suspend : resume);
    },
  };
}
