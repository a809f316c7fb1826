import { textPx } from './settings.js';

const colours = {
  accent: '#0b6b70',
  accentSoft: '#e2f0ef',
  ink: '#17282b',
  subtle: '#55666a',
  line: '#d5dfdf',
  paper: '#ffffff',
};

const fonts =
  "'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans SC', system-ui, sans-serif";

/** Web Chat's own style options, for the ordinary chat and elder mode (tap targets of 44 and 60 px). */
export function styleOptions(settings) {
  const { accent, accentSoft, ink, line, paper, subtle } = colours;
  const targetPx = settings.elder ? 60 : 44;
  return {
    accent,
    subtle,
    primaryFont: fonts,
    fontSizeSmall: settings.elder ? '90%' : '82%',
    backgroundColor: 'transparent',
    paddingRegular: settings.elder ? 16 : 12,
    bubbleBackground: paper,
    bubbleBorderColor: line,
    bubbleBorderRadius: 14,
    bubbleTextColor: ink,
    bubbleFromUserBackground: accentSoft,
    bubbleFromUserBorderColor: accentSoft,
    bubbleFromUserBorderRadius: 14,
    bubbleFromUserTextColor: ink,
    bubbleMinWidth: 120,
    bubbleMaxWidth: settings.elder ? 720 : 520,
    // Web Chat takes `false` for a fault; an empty set is what it means by none.
    emojiSet: {},
    // A long answer is read from its beginning.
    autoScrollSnapOnPage: true,
    hideUploadButton: true,
    markdownRenderHTML: false,
    timestampFormat: 'absolute',
    timestampColor: subtle,
    sendBoxBackground: 'transparent',
    sendBoxBorderTop: 'none',
    sendBoxHeight: settings.elder ? 72 : 56,
    sendBoxTextColor: ink,
    sendBoxPlaceholderColor: subtle,
    sendBoxButtonColor: accent,
    sendBoxButtonColorOnDisabled: subtle,
    sendBoxTextWrap: true,
    suggestedActionLayout: 'flow',
    suggestedActionBackgroundColor: paper,
    suggestedActionBackgroundColorOnHover: accentSoft,
    suggestedActionBackgroundColorOnActive: accentSoft,
    suggestedActionBorderColor: accent,
    suggestedActionBorderRadius: targetPx / 2,
    suggestedActionBorderWidth: 1,
    suggestedActionHeight: targetPx,
    suggestedActionTextColor: accent,
    suggestedActionsStackedLayoutButtonTextWrap: true,
    cardPushButtonBackgroundColor: accent,
    cardPushButtonTextColor: paper,
    transcriptActivityVisualKeyboardIndicatorColor: accent,
    transcriptVisualKeyboardIndicatorColor: accent,
  };
}

/** How cards look: the same type and colours as the text around them. */
export function cardOptions(settings) {
  const size = textPx(settings);
  const { accent, ink, subtle } = colours;
  const text = (colour) => ({ default: colour, subtle });
  const foregroundColors = {
    default: text(ink),
    dark: text(ink),
    light: text('#ffffff'),
    accent: text(accent),
    good: text('#0b6a3b'),
    warning: text('#8a4b00'),
    attention: text('#a3261f'),
  };
  const style = (backgroundColor) => ({ backgroundColor, foregroundColors });
  return {
    supportsInteractivity: true,
    fontFamily: fonts,
    fontSizes: {
      small: Math.round(size * (settings.elder ? 0.9 : 0.875)),
      default: size,
      medium: Math.round(size * 1.1),
      large: Math.round(size * 1.2),
      extraLarge: Math.round(size * 1.4),
    },
    fontWeights: { lighter: 400, default: 400, bolder: 700 },
    lineHeights: Object.fromEntries(
      [
        ['small', 0.9],
        ['default', 1],
        ['medium', 1.1],
        ['large', 1.2],
        ['extraLarge', 1.4],
      ].map(([name, factor]) => [name, Math.round(size * factor * 1.6)]),
    ),
    spacing: { small: 4, default: 10, medium: 14, large: 20, extraLarge: 28, padding: 16 },
    separator: { lineThickness: 1, lineColor: colours.line },
    containerStyles: {
      default: style('#ffffff'),
      emphasis: style('#f1f6f6'),
      accent: style(colours.accentSoft),
      good: style('#e6f4ec'),
      warning: style('#fdf1e0'),
      attention: style('#fcebea'),
    },
    actions: {
      // Side by side, and all of one size: the style sheet says how (rights R23).
      actionAlignment: 'stretch',
      actionsOrientation: 'horizontal',
      buttonSpacing: 0,
      maxActions: 100,
      showCard: { actionMode: 'inline', inlineTopMargin: 8 },
      spacing: 'default',
    },
    adaptiveCard: { allowCustomStyle: false },
    factSet: {
      title: { color: 'default', size: 'default', isSubtle: true, weight: 'default', wrap: true },
      value: { color: 'default', size: 'default', weight: 'default', wrap: true },
      spacing: 12,
    },
    textBlock: { headingLevel: 3 },
  };
}
