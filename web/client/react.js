/**
 * Web Chat's middleware speaks React, and Web Chat keeps its React to itself. An element of the
 * React it carries (16.8) is this plain object.
 */
export function h(type, given, ...children) {
  const { ref = null, ...props } = given ?? {};
  return {
    $$typeof: Symbol.for('react.element'),
    type,
    key: props.key ?? null,
    ref,
    props: { ...props, children: children.length === 1 ? children[0] : children },
    _owner: null,
  };
}
