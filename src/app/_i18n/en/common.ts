const common = {
  appName: "ReplyOnce",
  close: "Close",
  cancel: "Cancel",
  save: "Save",
  undo: "Undo",
  back: "Back",
  tryAgain: "Try again",
  loading: "Loading",
  couldNotLoad: "This could not be loaded",
  failed: "Something went wrong on our side.",
  offline: "The server cannot be reached. Check your connection.",
  typeToConfirm: "Type {text} to confirm",
  ticks: {
    PENDING: "Sending",
    SENT: "Sent",
    DELIVERED: "Delivered",
    READ: "Read",
    FAILED: "Failed",
    UNKNOWN: "Not known whether it was sent",
  },
};

export default common;
