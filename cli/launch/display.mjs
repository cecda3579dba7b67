/**
 * Why there can be no window here, or null where there can. Only Unix systems with X11 or Wayland run without a display.
 * @param {string} platform
 * @param {Record<string, string | undefined>} env
 */
export function displayMissing(platform, env) {
  if (platform === 'win32' || platform === 'darwin' || env.DISPLAY || env.WAYLAND_DISPLAY) return null;
  return 'There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
}
