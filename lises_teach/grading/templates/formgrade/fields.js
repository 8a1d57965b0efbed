// A number field in a browser that is not Danish drops the comma of 4,5 and keeps 45. So points are typed
// as text here: a comma counts as a point, and what is no number is not saved.
(() => {
  /** @param {string} typed @returns {string | null} the number as nbgrader takes it, null where it is none */
  const asNumber = (typed) => {
    const plain = typed.trim().replace(",", ".");
    if (plain === "") return plain;
    return Number.isFinite(Number(plain)) ? String(Number(plain)) : null;
  };

  const { save } = GradeUI.prototype;
  GradeUI.prototype.save = function () {
    const fields = [this.$score, this.$extra_credit];
    const wrong = fields.filter((field) => asNumber(field.val()) === null);
    if (wrong.length) {
      $(document).off("finished_saving"); // the next submission waits until this one is right
      wrong.forEach((field) => this.animateInvalidValue(field));
      this.render();
      return;
    }
    fields.forEach((field) => field.val(asNumber(field.val())));
    save.call(this);
  };

  const { initialize } = CommentUI.prototype;
  CommentUI.prototype.initialize = function () {
    initialize.call(this);
    // the feedback shows it word for word: no Markdown, no formulas
    if (!this.model.get("auto_comment")) this.$comment.attr("placeholder", "Comment for the student, shown as you type it");
  };

  $(() => {
    $(".score, .extra-credit").attr({ type: "text", inputmode: "decimal", autocomplete: "off" });
    $(".nbgrader_cell").each((_, cell) => {
      const field = $(cell).find(".score, .comment")[0];
      const name = $(cell).find(".lises-answer h2").text() || (field ? field.id.replace(/-comment$/, "") : "");
      $(cell).find(".score").attr("aria-label", `Score: ${name}`);
      $(cell).find(".extra-credit").attr("aria-label", `Extra credit: ${name}`);
      $(cell).find(".comment").attr("aria-label", `Comment: ${name}`);
    });
  });
})();
