/** From a target to an open, authenticated SSH link; and whether a computer's port answers. */
export { openSshLink, probeSsh } from './open-ssh-link.ts';
