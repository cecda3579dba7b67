import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { languageOf } from './languages.ts';
import { look } from './look.ts';
import classes from './code.module.css';

export interface Mark {
  /** From 1. */
  line: number;
  message: string;
  level: 'error' | 'warning';
}

interface CodeProps {
  /** Its ending says how it is coloured. */
  file: string;
  label: string;
  text: string;
  /** Absent: it is only read. */
  onChange?: (text: string) => void;
  marks?: readonly Mark[];
  /** The line to go to; another object each time one is asked for. */
  goTo?: { line: number } | null;
}

/** A text with line numbers, colours, find and undo. Tab indents; after Escape it leads on. */
export function Code({ file, label, text, onChange, marks, goTo }: CodeProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const readOnly = onChange === undefined;
  useEffect(() => {
    if (!place.current) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          drawSelection(),
          search({ top: false }),
          highlightSelectionMatches(),
          bracketMatching(),
          languageOf(file),
          look,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.lineWrapping,
          ...(readOnly
            ? [EditorState.readOnly.of(true), EditorView.editable.of(false), EditorView.contentAttributes.of({ tabindex: '0' })]
            : [history(), indentOnInput(), indentUnit.of('  '), highlightActiveLine(), highlightActiveLineGutter(), lintGutter()]),
          keymap.of([...searchKeymap, ...(readOnly ? [] : [...historyKeymap, indentWithTab]), ...defaultKeymap]),
          EditorView.updateListener.of((update) => update.docChanged && changed.current?.(update.state.doc.toString())),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [file, label, readOnly]);
  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== text) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || readOnly) return;
    const { doc } = editor.state;
    const diagnostics = (marks ?? []).map(({ line: n, message, level }): Diagnostic => {
      const line = doc.line(Math.min(Math.max(1, n), doc.lines));
      return { from: line.from, to: line.to, severity: level, message };
    });
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [marks, readOnly, file]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || !goTo) return;
    const line = editor.state.doc.line(Math.min(Math.max(1, goTo.line), editor.state.doc.lines));
    editor.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: 'center' }) });
    editor.focus();
  }, [goTo]);
  return <div ref={place} className={classes.code} data-code={file} />;
}
