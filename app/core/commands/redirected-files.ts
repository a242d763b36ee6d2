// Which files the redirections of a command read and write; descriptors and the devices that keep nothing are left out.
import type { Redirection } from './shell-line.ts';
import { isDescriptor } from './shell-line.ts';

const devices = /^\/dev\/(?:null|zero|stdin|stdout|stderr|tty|fd\/\d+)$/;

export function filesOf(redirections: readonly Redirection[], way: '<' | '>'): readonly string[] {
  return redirections
    .filter(({ operator, target }) => operator.includes(way) && !isDescriptor(target) && !devices.test(target.text))
    .map(({ target }) => target.text);
}
