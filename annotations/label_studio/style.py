"""How the labelling task looks. Label Studio puts this sheet on the page as it is; no ``>`` in it, which would be escaped.

Three columns where there is room (1,120 px), two, or one: the segment and what is around it, the codes, the rest. At 1400 x 900
everything is in view. Label Studio's own panel on the right (regions, history) is taken away for that: marks are seen in the segment, and
a click and Backspace removes one. Colours are half transparent, so that the light and the dark theme both work. Class names of Label
Studio that it relies on: ``lsf-choice``, ``lsf-choices``, ``lsf-richtext``, ``lsf-labels``, ``lsf-sidepanels``; where a later version
renames them the task only looks plainer.
"""

STYLE = """
.lsf-sidepanels__wrapper_align_right { display: none !important; }
.lsf-sidepanels { padding-right: 0 !important; }
.relato { container-type: inline-size; }
.relato-columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; align-items: start; }
@container (min-width: 720px) { .relato-columns { grid-template-columns: minmax(0, 11fr) minmax(0, 10fr); }
  .relato-middle { grid-column: 2; grid-row: 1 / span 2; } .relato-left, .relato-right { grid-column: 1; } }
@container (min-width: 1120px) { .relato-columns { grid-template-columns: minmax(0, 12fr) minmax(0, 12fr) minmax(0, 9fr); }
  .relato-middle, .relato-left, .relato-right { grid-column: auto; grid-row: 1; } }
.relato-left, .relato-middle, .relato-right { display: flex; flex-direction: column; gap: 10px; min-width: 0; }
.relato [class*=typography] { margin: 0 !important; font-size: 13px; line-height: 18px; font-weight: 600; letter-spacing: 0; }
.relato-heading [class*=typography] { font-weight: 500; opacity: .65; }
.relato .lsf-labels { margin: -4px 0; }
.relato .lsf-richtext, .relato .lsf-richtext__container { padding: 0; margin: 0; max-height: none; }
.relato-segment { border-left: 4px solid #4c5fd5; padding: 2px 0 2px 14px; max-height: 420px; overflow-y: auto; }
.relato-segment .lsf-richtext__container { font-size: 18px; line-height: 1.5; }
.relato-context { display: grid; grid-template-columns: 96px minmax(0, 1fr); gap: 10px; max-height: 150px; overflow-y: auto; opacity: .72; }
.relato-context [class*=typography] { font-weight: 400; opacity: .8; }
.relato-context .lsf-richtext__container { font-size: 13px; line-height: 18px; }
.relato-question .lsf-richtext__container { font-style: italic; }
.relato-card { overflow-wrap: anywhere; border: 1px solid rgba(128, 128, 150, .3); border-radius: 6px; padding: 8px 12px; }
.relato-card .lsf-choices, .relato-card .taxonomy { margin: 6px 0 0; padding: 0; }
.relato-card .lsf-choices_layout_inline { display: flex; flex-wrap: wrap; gap: 4px 16px; }
.relato-card .lsf-choice { margin: 0; padding: 0; min-height: 0; }
.relato-card .lsf-choice__item, .relato-card .lsf-choice__checkbox { margin: 0; padding: 0; min-height: 24px; line-height: 19px;
  font-weight: 400; font-size: 14px; align-items: flex-start; }
.relato-card .ant-checkbox { top: 0; margin-top: 1px; }
.relato-card .lsf-hint { opacity: .55; font-weight: 400; }
.relato-hint [class*=typography] { font-size: 12px; line-height: 17px; font-weight: 400; color: #7657cf !important; }
[data-color-scheme=dark] .relato-hint [class*=typography] { color: #ab97f2 !important; }
.relato-suggested { border: 1px dashed #8a6be0; background: rgba(138, 107, 224, .08); }
.relato-suggested .lsf-choices { display: flex; flex-direction: column; gap: 7px; }
.relato-suggested .lsf-choice__checkbox span + span { display: block; white-space: pre-line; font-size: 12.5px; line-height: 17px; }
.relato-suggested .lsf-choice__checkbox span + span::first-line { font-size: 14px; font-weight: 600; }
.relato-codes .lsf-choices_layout_inline { flex-flow: column nowrap; gap: 6px; }
.relato-codes .lsf-hint { display: none; }
.relato-family { display: grid; grid-template-columns: repeat(auto-fill, minmax(184px, 1fr)); gap: 1px 12px; flex: none;
  align-content: start; grid-auto-rows: min-content; }
.relato-family [class*=typography] { grid-column: 1 / -1; font-size: 12px; line-height: 16px; font-weight: 500; opacity: .65; }
.relato-changed .relato-hint [class*=typography] { white-space: pre-line; font-size: 13px; line-height: 18px; }
.relato-sides thead { display: none; }
.relato-sides tbody { display: flex; flex-wrap: wrap; gap: 8px 16px; }
.relato-sides tr { display: flex; flex-direction: column; flex: 1 1 180px; min-width: 0; }
.relato-sides td { border: 0 !important; padding: 0 !important; background: none !important; font-size: 13px; line-height: 18px; white-space: pre-line; }
.relato-sides td:first-child { font-weight: 600; }
.relato-sides .ant-table, .relato-sides .ant-table-container, .relato-sides table { border: 0 !important; background: none !important; }
.relato .htx-taxonomy { width: 100%; }
.relato-card .lsf-text-area { margin: 6px 0 0; }
.relato-card textarea { font-size: 13px; }
.htx-taxonomy-dropdown .ant-select-tree-title { font-size: 14px; line-height: 20px; }
"""
