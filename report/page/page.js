"use strict";
/* Tables sort by a column when its heading is pressed: rows within their groups, sums and totals in their places. */
document.querySelectorAll("table.sortable").forEach(function (table) {
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  heads.forEach(function (head, column) {
    if (head.tagName !== "TH") { return; }
    var button = document.createElement("button");
    button.type = "button";
    while (head.firstChild) { button.appendChild(head.firstChild); }
    head.appendChild(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") !== "descending";
      heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      Array.prototype.forEach.call(table.tBodies, function (body) { sort(body, column, down); });
    });
  });
});
function sort(body, column, down) {
  var rows = Array.prototype.filter.call(body.rows, function (row) { return row.className === "figures"; });
  var places = rows.map(function (row) { var place = document.createComment(""); body.replaceChild(place, row); return place; });
  rows.sort(function (a, b) { return compare(a.cells[column], b.cells[column], down); });
  places.forEach(function (place, i) { body.replaceChild(rows[i], place); });
}
/* What has no figure comes last either way. */
function compare(a, b, down) {
  var x = a.getAttribute("data-value"), y = b.getAttribute("data-value");
  if (x !== null && y !== null) { return down ? y - x : x - y; }
  if (x !== null || y !== null) { return x !== null ? -1 : 1; }
  var order = a.textContent.localeCompare(b.textContent, document.documentElement.lang);
  return down ? -order : order;
}
/* A figure of a page without a server shows the command that explains it. */
document.querySelectorAll("a.figure[title]").forEach(function (figure) {
  figure.addEventListener("click", function () {
    document.getElementById("command").textContent = figure.title;
  });
});
