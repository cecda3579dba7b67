import type { ElectronApplication } from 'playwright';

/** From now on the system's dialogs answer with this path, as if somebody had chosen it; null closes them. */
export async function answerDialogs(app: ElectronApplication, file: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
    dialog.showSaveDialog = async () => ({ canceled: chosen === null, filePath: chosen ?? '' });
  }, file);
}
